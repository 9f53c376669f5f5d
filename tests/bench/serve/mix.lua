-- wrk: asks the addresses in the file named by its first argument, one after the other; tells what came as JSON.
local requests, place = {}, 0

function init(arguments)
  local headers = { ["Accept"] = "application/sparql-results+json" }
  if arguments[2] then headers["If-None-Match"] = arguments[2] end
  for line in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", line, headers)
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "errors": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
