module lambox.dev/rawboot

go 1.19
