"""What differs from country to country: tax ids, rates, numbers of fiscal documents."""
