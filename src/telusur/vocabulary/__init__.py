"""What several stages share: identifiers, normalisation, keyed references."""
