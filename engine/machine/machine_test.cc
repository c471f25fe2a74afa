#include "machine/machine.h"

#include <elf.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <ostream>
#include <set>
#include <string>

namespace onefold {
namespace {

constexpr Format k32Le{Class::k32, std::endian::little};
constexpr Format k32Be{Class::k32, std::endian::big};
constexpr Format k64Le{Class::k64, std::endian::little};
constexpr Format k64Be{Class::k64, std::endian::big};

std::string name_of(const Machine* machine) {
  return machine == nullptr ? "none" : std::string(machine->name);
}

class EachMachine : public testing::TestWithParam<const Machine*> {};

TEST_P(EachMachine, TableIsSortedAndUnique) {
  std::set<std::string_view> names;
  const RelocRow* previous = nullptr;
  for (const RelocRow& row : GetParam()->relocations) {
    EXPECT_TRUE(previous == nullptr || previous->type < row.type) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(row.name.starts_with("R_")) << row.name;
    previous = &row;
  }
}

TEST_P(EachMachine, HasATypeThatIsRelative) {
  const Machine& machine = *GetParam();
  ASSERT_NE(machine.relocations.end(),
            std::ranges::find_if(machine.relocations, [&](const RelocRow& row) {
              return machine.implicit_got != nullptr ? row.type == machine.implicit_got->word_type
                                                     : row.action == RelocAction::kBaseRelative;
            }));
  EXPECT_EQ(machine.relative().size, machine.format.word_size());
}

TEST_P(EachMachine, FindsExactlyItsRows) {
  const Machine& machine = *GetParam();
  size_t found = 0;
  for (uint32_t type = 0; type <= machine.relocations.back().type + 1; ++type) {
    const RelocRow* row = machine.find(type);
    if (row == nullptr) continue;
    EXPECT_EQ(row->type, type);
    ++found;
  }
  EXPECT_EQ(found, machine.relocations.size());
  EXPECT_EQ(machine.find(UINT32_MAX), nullptr);
}

TEST_P(EachMachine, SizesFollowFromActions) {
  const Machine& machine = *GetParam();
  const uint64_t word = machine.format.word_size();
  for (const RelocRow& row : machine.relocations) {
    switch (row.action) {
      case RelocAction::kNone:
      case RelocAction::kCopy:
      case RelocAction::kStatic:
        EXPECT_EQ(row.size, 0) << row.name;
        break;
      case RelocAction::kGlobDat:
      case RelocAction::kJumpSlot:
      case RelocAction::kBaseRelative:
      case RelocAction::kIRelative:
      case RelocAction::kTlsModule:
      case RelocAction::kTlsDtpOffset:
      case RelocAction::kTlsTpOffset:
      case RelocAction::kTlsTpOffsetNegated:
        EXPECT_EQ(row.size, word) << row.name;
        break;
      case RelocAction::kTlsDescriptor:
        EXPECT_EQ(row.size, 2 * word) << row.name;
        break;
      case RelocAction::kAbsolute:
      case RelocAction::kPcRelative:
      case RelocAction::kSize:
        EXPECT_TRUE(row.size > 0 && row.size <= word) << row.name;
        break;
      case RelocAction::kMachine:
        EXPECT_GT(row.size, 0) << row.name;
        break;
    }
  }
}

// What a dynamic program needs of any machine. Where the GOT is implicit one type is absolute and
// relative; mips has no IFUNC.
TEST_P(EachMachine, HasTheDynamicTypes) {
  std::set<RelocAction> actions;
  for (const RelocRow& row : GetParam()->relocations) actions.insert(row.action);
  std::set<RelocAction> needed = {RelocAction::kNone,        RelocAction::kCopy,
                                  RelocAction::kTlsModule,   RelocAction::kTlsDtpOffset,
                                  RelocAction::kTlsTpOffset, RelocAction::kAbsolute};
  if (GetParam()->implicit_got == nullptr)
    needed.insert({RelocAction::kBaseRelative, RelocAction::kIRelative});
  for (RelocAction action : needed) EXPECT_TRUE(actions.contains(action)) << int(action);
}

TEST_P(EachMachine, DescribesItsPlatform) {
  const Machine& machine = *GetParam();
  EXPECT_NE(machine.tls_variant, TlsVariant::kNone);
  EXPECT_TRUE(machine.tls_variant == TlsVariant::kI || machine.tls_tcb_size == 0);
  EXPECT_TRUE(std::has_single_bit(machine.min_page_size));
  EXPECT_TRUE(std::has_single_bit(machine.max_page_size));
  EXPECT_LE(machine.min_page_size, machine.max_page_size);
  EXPECT_TRUE(machine.glibc_interpreter.starts_with("/lib"));
  EXPECT_FALSE(machine.musl_name.empty() && machine.triple.empty());
  if (!machine.triple.empty()) {
    EXPECT_EQ(machine.lib, "lib/" + std::string(machine.triple));
  }
  EXPECT_EQ(machine.cache_flags & 0xff, 3) << "FLAG_ELF_LIBC6";
}

TEST_P(EachMachine, IsTheOneForItsFlags) {
  const Machine& machine = *GetParam();
  for (uint32_t flags : {0x0u, 0x1u, 0x2u, 0x4u, 0x5000200u, 0x5000400u, 0x70001005u}) {
    const Machine* found = find_machine(machine.e_machine, machine.format, flags);
    const bool fits = machine.has_flags == nullptr || machine.has_flags(flags);
    EXPECT_EQ(found == &machine, fits) << fmt::format("{:#x}", flags);
  }
}

INSTANTIATE_TEST_SUITE_P(Machines, EachMachine,
                         testing::ValuesIn(all_machines().begin(), all_machines().end()),
                         [](const auto& machine) {
                           std::string name(machine.param->name);
                           std::erase_if(name, [](char c) { return !std::isalnum(c); });
                           return name;
                         });

TEST(FindMachine, ByHeaderFields) {
  struct {
    uint16_t e_machine;
    Format format;
    uint32_t e_flags;
    std::string_view name;
  } const kCases[] = {
      {EM_X86_64, k64Le, 0, "x86-64"},       {EM_X86_64, k32Le, 0, "none"},  // x32
      {EM_X86_64, k64Be, 0, "none"},         {EM_386, k32Le, 0, "i386"},
      {EM_AARCH64, k64Le, 0, "aarch64"},     {EM_AARCH64, k64Be, 0, "aarch64_be"},
      {EM_ARM, k32Le, 0x5000400, "armhf"},   {EM_ARM, k32Le, 0x5000200, "armel"},
      {EM_ARM, k32Le, 0x5000002, "armhf"},  // unmarked
      {EM_ARM, k32Be, 0x5800400, "armebhf"}, {EM_ARM, k32Be, 0x5800200, "armeb"},
      {EM_S390, k64Be, 0, "s390x"},          {EM_S390, k32Be, 0, "none"},
      {EM_PPC64, k64Be, 0, "ppc64-elfv1"},   {EM_PPC64, k64Be, 1, "ppc64-elfv1"},
      {EM_PPC64, k64Be, 2, "ppc64-elfv2"},   {EM_PPC64, k64Le, 0, "ppc64le"},
      {EM_PPC64, k64Le, 2, "ppc64le"},       {EM_PPC64, k64Le, 1, "none"},
      {EM_PPC64, k64Be, 3, "none"},          {EM_PPC, k32Be, 0x8000, "powerpc"},
      {EM_MIPS, k32Be, 0x70001005, "mips"},  {EM_MIPS, k32Le, 0x70001007, "mipsel"},
      {EM_MIPS, k32Be, 0x60000021, "none"},  // n32
      {EM_MIPS, k32Be, 0x90001405, "none"},  // 2008 NaN
      {EM_MIPS, k64Be, 0x80000007, "none"},  {EM_RISCV, k64Le, 0x5, "riscv64"},
      {EM_RISCV, k64Le, 0x1, "riscv64-sf"},  {EM_RISCV, k64Le, 0x3, "none"},  // single-float
      {EM_NONE, k64Le, 0, "none"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(name_of(find_machine(c.e_machine, c.format, c.e_flags)), c.name)
        << fmt::format("{} {:#x}", machine_constant_name(c.e_machine), c.e_flags);
  }
}

// Rows that are easy to get wrong: each states a psABI's or ld.so's rule once more.
TEST(Relocations, Rules) {
  using enum RelocAction;
  struct {
    uint16_t e_machine;
    Format format;
    uint32_t e_flags;
    uint32_t type;
    RelocRow row;
  } const kCases[] = {
      // Same slot, two signs.
      {EM_386, k32Le, 0, 14, {R_386_TLS_TPOFF, "R_386_TLS_TPOFF", kTlsTpOffset, 4}},
      {EM_386, k32Le, 0, 37, {R_386_TLS_TPOFF32, "R_386_TLS_TPOFF32", kTlsTpOffsetNegated, 4}},
      {EM_386, k32Le, 0, 2, {R_386_PC32, "R_386_PC32", kPcRelative, 4}},
      // Slots: S on x86, arm and mips, S + A elsewhere.
      {EM_386, k32Le, 0, 7, {R_386_JMP_SLOT, "R_386_JMP_SLOT", kJumpSlot, 4, Addend::kIgnored}},
      {EM_X86_64,
       k64Le,
       0,
       7,
       {R_X86_64_JUMP_SLOT, "R_X86_64_JUMP_SLOT", kJumpSlot, 8, Addend::kIgnored}},
      {EM_ARM, k32Le, 0, 21, {R_ARM_GLOB_DAT, "R_ARM_GLOB_DAT", kGlobDat, 4, Addend::kIgnored}},
      {EM_MIPS,
       k32Be,
       0,
       127,
       {R_MIPS_JUMP_SLOT, "R_MIPS_JUMP_SLOT", kJumpSlot, 4, Addend::kIgnored}},
      {EM_AARCH64, k64Le, 0, 1026, {R_AARCH64_JUMP_SLOT, "R_AARCH64_JUMP_SLOT", kJumpSlot, 8}},
      {EM_S390, k64Be, 0, 11, {R_390_JMP_SLOT, "R_390_JMP_SLOT", kJumpSlot, 8}},
      {EM_PPC, k32Be, 0, 21, {R_PPC_JMP_SLOT, "R_PPC_JMP_SLOT", kJumpSlot, 4}},
      {EM_RISCV, k64Le, 4, 5, {R_RISCV_JUMP_SLOT, "R_RISCV_JUMP_SLOT", kJumpSlot, 8}},
      // A descriptor is copied in ELFv1, an address stored in ELFv2.
      {EM_PPC64, k64Be, 1, 21, {R_PPC64_JMP_SLOT, "R_PPC64_JMP_SLOT", kMachine, 24}},
      {EM_PPC64, k64Le, 2, 21, {R_PPC64_JMP_SLOT, "R_PPC64_JMP_SLOT", kJumpSlot, 8}},
      {EM_PPC64, k64Be, 1, 248, {R_PPC64_IRELATIVE, "R_PPC64_IRELATIVE", kIRelative, 8}},
      // The psABI leaves the first two open.
      {EM_AARCH64, k64Le, 0, 1028, {R_AARCH64_TLS_DTPMOD, "R_AARCH64_TLS_DTPMOD", kTlsModule, 8}},
      {EM_AARCH64,
       k64Le,
       0,
       1029,
       {R_AARCH64_TLS_DTPREL, "R_AARCH64_TLS_DTPREL", kTlsDtpOffset, 8}},
      {EM_AARCH64, k64Le, 0, 1031, {R_AARCH64_TLSDESC, "R_AARCH64_TLSDESC", kTlsDescriptor, 16}},
      {EM_ARM, k32Le, 0, 13, {R_ARM_TLS_DESC, "R_ARM_TLS_DESC", kTlsDescriptor, 8}},
      // Narrow words.
      {EM_S390, k64Be, 0, 1, {R_390_8, "R_390_8", kAbsolute, 1}},
      {EM_S390, k64Be, 0, 3, {R_390_16, "R_390_16", kAbsolute, 2}},
      {EM_S390, k64Be, 0, 4, {R_390_32, "R_390_32", kAbsolute, 4}},
      {EM_S390, k64Be, 0, 19, {R_390_PC32DBL, "R_390_PC32DBL", kMachine, 4}},
      {EM_X86_64, k64Le, 0, 2, {R_X86_64_PC32, "R_X86_64_PC32", kPcRelative, 4}},
      {EM_X86_64, k64Le, 0, 10, {R_X86_64_32, "R_X86_64_32", kAbsolute, 4}},
      {EM_X86_64, k64Le, 0, 32, {R_X86_64_SIZE32, "R_X86_64_SIZE32", kSize, 4}},
      {EM_X86_64, k64Le, 0, 38, {R_X86_64_RELATIVE64, "R_X86_64_RELATIVE64", kBaseRelative, 8}},
      {EM_PPC64, k64Be, 1, 24, {R_PPC64_UADDR32, "R_PPC64_UADDR32", kAbsolute, 4}},
      {EM_PPC, k32Be, 0, 6, {R_PPC_ADDR16_HA, "R_PPC_ADDR16_HA", kMachine, 2}},
      {EM_MIPS, k32Be, 0, 3, {R_MIPS_REL32, "R_MIPS_REL32", kAbsolute, 4}},
      // A 64-bit loader refuses the 32-bit ones.
      {EM_RISCV, k64Le, 4, 1, {R_RISCV_32, "R_RISCV_32", kStatic, 0}},
      {EM_RISCV, k64Le, 4, 2, {R_RISCV_64, "R_RISCV_64", kAbsolute, 8}},
  };
  for (const auto& c : kCases) {
    const Machine* machine = find_machine(c.e_machine, c.format, c.e_flags);
    ASSERT_NE(machine, nullptr) << c.row.name;
    const RelocRow* row = machine->find(c.type);
    ASSERT_NE(row, nullptr) << c.row.name;
    EXPECT_EQ(row->type, c.row.type) << c.row.name;
    EXPECT_EQ(row->name, c.row.name);
    EXPECT_EQ(row->action, c.row.action) << c.row.name;
    EXPECT_EQ(row->size, c.row.size) << c.row.name;
    EXPECT_EQ(row->addend, c.row.addend) << c.row.name;
  }
}

TEST(Relocations, NamesAgreeWithReadelf) {
  const std::filesystem::path script =
      std::filesystem::absolute(__FILE__).parent_path() / "check_names";
  FILE* rows = popen(fmt::format("'{}'", script.string()).c_str(), "w");
  ASSERT_NE(rows, nullptr);
  for (const Machine* machine : all_machines()) {
    for (const RelocRow& row : machine->relocations) {
      fmt::print(rows, "{} {} {} {} {} {}\n", machine->name, machine->e_machine,
                 machine->format.is_64() ? 64 : 32,
                 machine->format.order == std::endian::little ? "little" : "big", row.type,
                 row.name);
    }
  }
  const int status = pclose(rows);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "check_names: see its lines above";
}

TEST(MachineConstantName, KnownAndUnknown) {
  EXPECT_EQ(machine_constant_name(EM_X86_64), "EM_X86_64");
  EXPECT_EQ(machine_constant_name(EM_NONE), "EM_NONE");
  EXPECT_EQ(machine_constant_name(EM_ALPHA), "EM_ALPHA");
  EXPECT_EQ(machine_constant_name(EM_LOONGARCH), "EM_LOONGARCH");
  EXPECT_EQ(machine_constant_name(0xffff), "EM_65535");
  for (const Machine* machine : all_machines()) {
    EXPECT_NE(machine_constant_name(machine->e_machine), fmt::format("EM_{}", machine->e_machine));
  }
}

}  // namespace
}  // namespace onefold
