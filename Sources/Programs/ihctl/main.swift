print("ihctl")
