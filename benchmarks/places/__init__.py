"""Loading California, importing its schools, finding one of them."""
