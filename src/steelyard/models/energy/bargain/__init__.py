"""What a seller and a buyer with power make of a link: the price between two reservation prices."""
