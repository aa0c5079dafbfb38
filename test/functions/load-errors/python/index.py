text = "not callable"
