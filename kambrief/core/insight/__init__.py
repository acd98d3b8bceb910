"""Values computed by rule, one small module each: plain data and `today` in, value, label, evidence out."""
