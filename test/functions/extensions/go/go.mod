module lambox.test/extension

go 1.18
