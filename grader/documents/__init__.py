"""Documents as pages of lines, in the order in which a person reads them."""
