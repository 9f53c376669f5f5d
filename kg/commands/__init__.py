"""The commands of ``dragoman``, one module each. Heavy imports wait inside the functions, so that --help is quick."""
