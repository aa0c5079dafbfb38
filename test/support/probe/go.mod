module lambox/probe

go 1.19
