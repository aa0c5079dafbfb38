module lambox/conformance-probe

go 1.19
