"""The outbound wing: the operator's customers connect the other apps they use; we are the OAuth client."""
