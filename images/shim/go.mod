module lambox.dev/shim

go 1.19
