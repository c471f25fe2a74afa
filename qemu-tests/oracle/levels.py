"""The original as if its processor had one level (onefold fold --cpu) and nothing else.

glibc's own switch, GLIBC_TUNABLES (manual, "Hardware Capability Tunables"), takes features and preferences away: then the
original chooses what the fold has been given. A processor without AVX-512 has nothing to take.
"""

# What is beyond each level; of what no function chooses by (FSRM, SHA) nothing is said.
BEYOND = {
    "x86-64-v2": "AVX AVX2 FMA FMA4 BMI1 BMI2 LZCNT MOVBE",
    "x86-64-v3": "AVX512F AVX512CD AVX512BW AVX512DQ AVX512ER AVX512PF AVX512VL",
    "x86-64-v4": "AVX512ER AVX512PF",
}
ALWAYS = "ERMS RTM"
PREFERENCES = (
    "Slow_BSF Slow_SSE4_2 Fast_Rep_String Fast_Copy_Backward Fast_Unaligned_Load Fast_Unaligned_Copy Prefer_ERMS "
    "Prefer_PMINUB_for_stringop Prefer_No_VZEROUPPER Prefer_No_AVX512 MathVec_Prefer_No_AVX512"
)


def tunables(level):
    without = [*BEYOND["x86-64-v3" if level == "x86-64-v2" else level].split(), *BEYOND[level].split()]
    without += [*ALWAYS.split(), *PREFERENCES.split()]
    if level == "x86-64-v2":
        without.append("AVX_Fast_Unaligned_Load")
    return "glibc.cpu.hwcaps=" + ",".join(f"-{name}" for name in dict.fromkeys(without))
