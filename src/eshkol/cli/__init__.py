"""The command line: one file per command; `commands` lists them, `failures` turns exceptions into exit statuses."""
