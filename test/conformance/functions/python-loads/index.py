text = 1
