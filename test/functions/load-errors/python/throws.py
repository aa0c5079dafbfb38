def fail():
    raise ValueError("module code fails")


fail()
