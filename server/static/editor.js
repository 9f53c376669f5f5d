// Turns the plain form of /sparql into an editor with highlighting and completion (Yasqe, the editor inside yasgui).
// Answers are the server's own tables, put in place: their links lead to pages here, and yasgui's own tables write
// style elements, which the security policy of the server forbids. Without this script the form works as it is.
"use strict";
(() => {
  const form = document.getElementById("ask");
  const box = document.getElementById("query");
  const outcome = document.getElementById("outcome");
  const status = document.getElementById("status");
  const ways = document.getElementById("ways");
  if (!form || !box || !window.Yasgui) return;
  const { Yasqe } = window.Yasgui;
  const endpoint = new URL(form.getAttribute("action"), location.href).href;
  const prefixes = JSON.parse(form.dataset.prefixes);
  const LONGEST = 6000; // characters of an address; longer queries are posted

  // completion asks nobody: prefixes are those of the page, the other completers would look terms up elsewhere
  Yasqe.forkAutocompleter("prefixes", {
    name: "ours",
    get: () => Promise.resolve(Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort()),
  }, false);
  const holder = document.createElement("div");
  holder.id = "editor";
  box.before(holder);
  box.hidden = true;
  box.required = false;
  const editor = new Yasqe(holder, {
    value: box.value, autocompleters: ["ours", "variables"], persistenceId: null, createShareableLink: null,
    consumeShareLink: null, showQueryButton: false, resizeable: false, editorHeight: "auto", lineWrapping: true,
    requestConfig: { endpoint },
  });
  holder.querySelector("textarea")?.setAttribute("aria-label", "Query");
  box.editor = editor;
  editor.on("change", () => { box.value = editor.getValue(); share(); });
  // the tabulator leads on, as everywhere on a page
  editor.setOption("extraKeys", { ...editor.getOption("extraKeys"), "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false });

  function address(format) {
    const target = new URL(endpoint);
    target.searchParams.set("query", editor.getValue());
    if (format) target.searchParams.set("format", format);
    return target.href;
  }

  function asked() {
    const html = { Accept: "text/html" };
    if (address().length <= LONGEST) return fetch(address(), { headers: html });
    return fetch(endpoint, { method: "POST", headers: html, body: new URLSearchParams({ query: editor.getValue() }) });
  }

  async function run() {
    const text = editor.getValue();
    outcome.dataset.state = "asking";
    status.textContent = "Asking …";
    try {
      const answer = await asked();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (text !== editor.getValue()) return; // another query has been written meanwhile
      const parts = page.querySelector("#outcome");
      outcome.replaceChildren(...(parts ? [...parts.childNodes].map((node) => document.adoptNode(node)) : []));
      status.textContent = parts ? "" : "The server gave no answer that can be shown; try again.";
      if (address().length <= LONGEST) history.replaceState(null, "", address());
      outcome.dataset.state = answer.ok ? "answered" : "refused";
    } catch {
      status.textContent = "The server cannot be reached.";
      outcome.dataset.state = "refused";
    }
  }

  function share() {
    const link = document.createElement("a");
    link.href = address();
    link.textContent = "Link to this query";
    const item = document.createElement("li");
    item.append(link);
    ways.replaceChildren(item);
  }

  form.addEventListener("submit", (event) => {
    if (document.getElementById("format").value !== "html") return;
    event.preventDefault();
    run();
  });
  for (const example of document.querySelectorAll("a[data-example]")) {
    example.addEventListener("click", (event) => {
      event.preventDefault();
      editor.setValue(new URL(example.href).searchParams.get("query"));
      run();
      form.scrollIntoView({ block: "start" });
    });
  }
  share();
  form.dataset.ready = "yes";
})();
