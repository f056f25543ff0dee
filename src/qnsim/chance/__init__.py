"""The only randomness: streams of uniform numbers, and the draws made of them."""
