#include "stack/add_header.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "base/checked.h"
#include "base/output_hole.h"
#include "emit/output_file.h"
#include "read/module.h"

namespace onefold {
namespace {

// The table of program headers that the copy gets, and where.
template <typename E>
struct NewTable {
  using Phdr = typename E::Phdr;
  std::vector<Phdr> entries;
  uint64_t offset = 0;
  bool moved = false;
};

Result<StackHeader> wanted_header(const Module& module, const StackEdit& edit) {
  if (!edit.executable && module.machine == nullptr) {
    return fail(module.file.error("e_machine",
                                  "a known machine, or --exec on|off to say what is meant",
                                  fmt::format("{}", module.header.machine)));
  }
  return StackHeader{edit.memsz.value_or(0),
                     edit.executable ? *edit.executable : module.machine->default_stack_exec};
}

template <typename E>
typename E::Phdr stack_entry(const StackHeader& wanted) {
  typename E::Phdr entry{};
  entry.p_type = PT_GNU_STACK;
  entry.p_flags = PF_R | PF_W | (wanted.executable ? PF_X : 0U);
  entry.p_memsz = static_cast<typename E::Native>(wanted.memsz);
  entry.p_align = 16;
  return entry;
}

// PT_LOADs ascend, so the new one goes behind the last of them.
template <typename E>
void insert_load(std::vector<typename E::Phdr>& entries, const typename E::Phdr& load) {
  auto last = std::find_if(entries.rbegin(), entries.rend(),
                           [](const auto& entry) { return entry.p_type == PT_LOAD; });
  entries.insert(last.base(), load);
}

template <typename E>
Result<NewTable<E>> moved_table(const Module& module, std::span<const typename E::Phdr> old,
                                const StackHeader& wanted) {
  using Native = typename E::Native;
  uint64_t page = module.machine != nullptr ? module.machine->max_page_size : 0x10000;
  for (const Segment& load : module.loads) page = std::max(page, load.align);
  const uint64_t bias = module.loads.front().vaddr.value - module.loads.front().offset.value;
  const uint64_t memory_end = module.loads.back().end().value;
  // The new segment lies as far from its place in the file as the first one, so no step of that one
  // is too small for it.
  const uint64_t least = module.machine != nullptr ? module.machine->min_page_size : 0x1000;
  if (bias != 0) page = std::clamp(bias & (0 - bias), least, page);
  if (bias % page != 0) {
    return fail(module.file.error("PT_LOAD p_vaddr",
                                  fmt::format("whole pages ({:#x}) from p_offset", page),
                                  fmt::format("{:#x} from it", bias)));
  }

  NewTable<E> table{.moved = true};
  table.entries.assign(old.begin(), old.end());
  table.entries.push_back(stack_entry<E>(wanted));
  const uint64_t size = (table.entries.size() + 1) * sizeof(typename E::Phdr);
  table.offset = align_up(std::max<uint64_t>(module.file.size(), memory_end - bias), page);
  const uint64_t address = table.offset + bias, highest = module.format().max_address();
  if (table.entries.size() + 1 >= PN_XNUM || table.offset < module.file.size() ||
      table.offset - module.file.size() > kMostHole || address < memory_end || address > highest ||
      highest - address < size || table.offset > highest) {
    return fail(module.file.error(
        "PT_GNU_STACK", "room for another program header",
        fmt::format("{} of them, ending at address {:#x}", old.size(), memory_end)));
  }
  typename E::Phdr load{};
  load.p_type = PT_LOAD;
  load.p_flags = PF_R;
  load.p_offset = static_cast<Native>(table.offset);
  load.p_vaddr = load.p_paddr = static_cast<Native>(address);
  load.p_filesz = load.p_memsz = static_cast<Native>(size);
  load.p_align = static_cast<Native>(page);
  insert_load<E>(table.entries, load);
  for (auto& entry : table.entries) {
    if (entry.p_type != PT_PHDR) continue;
    entry.p_offset = load.p_offset;
    entry.p_vaddr = entry.p_paddr = load.p_vaddr;
    entry.p_filesz = entry.p_memsz = load.p_filesz;
  }
  return table;
}

// Is the entry of the table at `at` nothing else besides? Of segments only a PT_LOAD, and PT_PHDR,
// hold the table.
bool is_table_alone(const Module& module, FileOffset at, uint64_t size) {
  return std::ranges::none_of(module.segments, [&](const Segment& segment) {
    if (segment.type == PT_LOAD || segment.type == PT_PHDR || segment.type == PT_NULL) return false;
    return segment.offset < at ? at - segment.offset < segment.filesz : segment.offset - at < size;
  });
}

template <typename E>
Result<NewTable<E>> new_table(const Module& module, const StackHeader& wanted) {
  ONEFOLD_TRY(auto old, module.file.table<typename E::Phdr>(module.header.phoff,
                                                            module.header.phnum, "e_phoff"));
  auto unused = std::ranges::find_if(old, [&](const auto& entry) {
    const auto at =
        module.header.phoff + static_cast<uint64_t>(&entry - old.data()) * sizeof(entry);
    return entry.p_type == PT_NULL && is_table_alone(module, at, sizeof(entry));
  });
  if (unused == old.end()) return moved_table<E>(module, old, wanted);
  NewTable<E> table;
  table.entries.assign(old.begin(), old.end());
  table.entries[static_cast<size_t>(unused - old.begin())] = stack_entry<E>(wanted);
  table.offset = module.header.phoff.value;
  return table;
}

template <typename E>
Result<void> write_copy(OutputFile& output, const Module& module, const NewTable<E>& table) {
  ONEFOLD_TRY(auto header, module.file.record<typename E::Ehdr>(FileOffset(0), "Ehdr"));
  ONEFOLD_CHECK(output.write(0, module.file.all()));
  // A table that stays keeps its count, which PN_XNUM may have moved elsewhere.
  if (table.moved) {
    header.e_phoff = static_cast<typename E::Native>(table.offset);
    header.e_phnum = static_cast<uint16_t>(table.entries.size());
    ONEFOLD_CHECK(output.write(0, std::as_bytes(std::span(&header, 1))));
  }
  return output.write(table.offset, std::as_bytes(std::span(table.entries)));
}

// What a new file in the place of `real` has not; an error if another file came there meanwhile.
Result<std::vector<std::string>> lost_by_copying(const char* real, const MappedFile& mapped) {
  struct stat status{};
  if (stat(real, &status) != 0 || FileIdentity{status.st_dev, status.st_ino} != mapped.identity()) {
    return fail(mapped.view().error("open", "the file that was read", "another one in its place"));
  }
  std::vector<std::string> losses;
  if ((mapped.mode() & S_ISUID) != 0) losses.emplace_back("the copy has no setuid bit");
  if ((mapped.mode() & S_ISGID) != 0) losses.emplace_back("the copy has no setgid bit");
  if (getxattr(real, "security.capability", nullptr, 0) >= 0) {
    losses.emplace_back("the copy has no file capabilities; setcap gives them back");
  }
  if (status.st_uid != geteuid() || status.st_gid != getegid()) {
    losses.emplace_back(fmt::format("the copy belongs to {}:{}, the file did to {}:{}", geteuid(),
                                    getegid(), status.st_uid, status.st_gid));
  }
  if (status.st_nlink > 1) {
    losses.emplace_back("the file was replaced by a copy: its other hard links keep the old one");
  }
  return losses;
}

}  // namespace

Result<StackResult> add_stack_header(const std::string& path, const MappedFile& mapped,
                                     const StackEdit& edit) {
  ONEFOLD_TRY(auto module, read_module(mapped.view()));
  if (!module.header.is_loadable()) {
    return fail(module.file.error("e_type",
                                  "ET_EXEC or ET_DYN, which a loader reads a stack size from",
                                  fmt::format("{}", module.header.type)));
  }
  StackResult result;
  ONEFOLD_TRY(result.header, wanted_header(module, edit));
  // A symbolic link stays one: the file that it leads to is replaced.
  std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
  if (real == nullptr) {
    return fail(module.file.error("realpath", "the file that was read", std::strerror(errno)));
  }
  ONEFOLD_TRY(auto losses, lost_by_copying(real.get(), mapped));
  ONEFOLD_TRY(auto output, OutputFile::create(real.get()));
  ONEFOLD_CHECK(with_format(module.format(), [&]<typename E>() -> Result<void> {
    ONEFOLD_TRY(auto table, new_table<E>(module, result.header));
    return write_copy<E>(output, module, table);
  }));
  ONEFOLD_CHECK(mapped.check_intact());
  result.warnings = std::move(losses);
  ONEFOLD_CHECK(output.commit(mapped.mode() & 0777));
  return result;
}

}  // namespace onefold
