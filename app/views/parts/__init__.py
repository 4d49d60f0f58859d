"""What more than one page needs: the address, the header, the frames that the semantic layer answers with."""
