"""Series by subject: one file turns one part of the dataset into series, in both directions."""
