# SPDX-License-Identifier: Apache-2.0
"""Planted differences as another machine, library or compiler might make them."""

from mutant import Mutant

MATH = "base/portable_math.cc"

MUTANTS = [
    Mutant("annealing accepts what is a thousandth too slow", "search/local/annealing.cc",
           "const double threshold = -temperature", "const double threshold = 1.001 * -temperature",
           "table", "reproducibility"),
    Mutant("a logarithm is rounded in another order", MATH,
           "exponent * kLn2High + (f - (s * (f - r) - exponent * kLn2Low));",
           "exponent * (kLn2High + kLn2Low) + (f - s * (f - r));", "portable_math", "base"),
    Mutant("a power of e lacks the lower part of ln 2", MATH,
           "(x - k * kLn2High) - k * kLn2Low;", "x - k * kLn2High;", "portable_math", "base"),
    Mutant("a cosine is a sine in the third quarter", MATH,
           "quarter % 2 == 1;", "quarter == 1;", "portable_math", "base"),
]
