#include "resolve/closure.h"

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <deque>
#include <list>
#include <map>
#include <unordered_map>

#include "elf/names.h"
#include "resolve/file_system.h"
#include "resolve/glibc_search.h"
#include "resolve/loader_choice.h"
#include "resolve/musl_search.h"
#include "resolve/unwinder.h"

namespace onefold {
namespace {

constexpr size_t kPendingLoader = SIZE_MAX;
constexpr const char* kUnwinder = "libgcc_s.so.1";

// Without one an object has no place in a scope, and read_module finds one in a program's or
// library's PT_LOADs only.
Result<void> check_dynamic_section(const Module& module) {
  if (module.has_dynamic()) return {};
  return fail(module.file.error("PT_DYNAMIC", "a dynamic section, as every library has", "none"));
}

// Builds a Closure object by object, as the loader's dependency walk does.
class ClosureWalk {
 public:
  ClosureWalk(FileSystem& files, const ResolveOptions& options, Closure& closure)
      : files_(files), options_(options), closure_(closure) {}

  Result<void> run(const std::string& program) {
    ONEFOLD_CHECK(open_program(program));
    ONEFOLD_TRY(bool loads, find_loader());
    if (!loads) return {};
    ONEFOLD_CHECK(start_search());
    ONEFOLD_CHECK(walk());
    ONEFOLD_CHECK(add_opened());
    put_in_order();
    return {};
  }

 private:
  // An object's place in the search list.
  struct Slot {
    size_t index;
    bool done = false;
  };

  Result<void> open_program(const std::string& program);
  Result<bool> find_loader();
  Result<void> open_loader(bool from_interp);
  Result<void> start_search();
  std::string program_origin(const std::string& program);

  Result<void> walk();
  Result<void> walk_from(std::list<Slot>::iterator at);
  Result<void> add_opened();
  Result<void> load_dependencies(std::list<Slot>::iterator at);
  void place_filtee(size_t index, std::list<Slot>::iterator at);
  Result<std::optional<size_t>> load(const DynamicEntry& entry, size_t requester);
  Result<std::optional<size_t>> load(const std::string& name, size_t requester, bool optional);
  Result<std::optional<size_t>> already_loaded(const std::string& name, size_t requester);
  Result<size_t> add_entry(const std::string& name, SearchResult found, size_t requester);
  Result<size_t> add_loader(const std::string& name, size_t requester);
  Result<void> remember_names(size_t index, const std::string& name);
  void put_in_order();

  bool is_musl() const { return closure_.loader_kind == LoaderKind::kMusl; }
  const Module& program_module() const { return closure_.entries[0].module; }

  FileSystem& files_;
  const ResolveOptions& options_;
  Closure& closure_;

  std::string cwd_ = "/";
  const MappedFile* loader_file_ = nullptr;
  std::optional<Module> loader_module_;  // moved into its entry once something needs it
  std::string loader_reason_;
  std::vector<std::string> loader_names_;
  std::unique_ptr<LibrarySearch> search_;
  std::deque<Requester> requesters_;  // one an entry; addresses stay
  // Names that loaded objects answer to; the first object that has a name keeps it.
  std::map<std::string, size_t> names_;
  std::unordered_map<const MappedFile*, size_t> by_file_;
  std::list<Slot> order_;
  std::vector<bool> listed_;  // in order_, by index
};

Result<void> ClosureWalk::open_program(const std::string& program) {
  auto inside = files_.inside(program);
  auto file = inside ? files_.map(*inside) : files_.map_host(program, program);
  if (!file) return fail(std::move(file).error());
  if (*file == nullptr) {
    auto reason = MappedFile::open(program);
    if (!reason) return fail(std::move(reason).error());
    return fail(Error{program, "open", std::nullopt, "a readable file inside " + options_.root,
                      "none, when symbolic links are followed there"});
  }
  ClosureEntry entry{.name = program, .path = inside.value_or(program), .reason = "the program"};
  ONEFOLD_TRY(entry.module, read_module((*file)->view()));
  closure_.entries.push_back(std::move(entry));
  return {};
}

Result<bool> ClosureWalk::find_loader() {
  ONEFOLD_TRY(auto choice, choose_loader(program_module(), options_.interpreter));
  if (!choice) return false;
  closure_.loader_path = std::move(choice->path);
  closure_.loader_kind = choice->kind;
  ONEFOLD_CHECK(open_loader(choice->from_interp));
  return true;
}

Result<void> ClosureWalk::open_loader(bool from_interp) {
  loader_reason_ = from_interp ? "PT_INTERP" : "the machine's usual loader";
  if (closure_.loader_path.empty()) return {};
  ONEFOLD_TRY(const MappedFile* file, files_.map(closure_.loader_path));
  if (file == nullptr) {
    // A library names no loader: one that isn't there is then found as any other library is, or
    // not.
    if (from_interp) closure_.missing.push_back({.name = closure_.loader_path});
    return {};
  }
  loader_file_ = file;
  ONEFOLD_TRY(loader_module_, read_module(file->view()));
  loader_names_.push_back(closure_.loader_path);
  ONEFOLD_TRY(auto soname, loader_module_->dynamic_string(DT_SONAME));
  if (soname && !is_musl()) loader_names_.emplace_back(*soname);
  return {};
}

// The directory of the program's real path: what the loader reads from /proc/self/exe.
std::string ClosureWalk::program_origin(const std::string& program) {
  auto inside = files_.inside(program);
  auto real = inside ? files_.real_path(*inside) : std::nullopt;
  return origin_of(real.value_or(inside.value_or(program)), cwd_);
}

Result<void> ClosureWalk::start_search() {
  char cwd[PATH_MAX];
  if (!files_.has_root() && getcwd(cwd, sizeof(cwd)) != nullptr) cwd_ = cwd;

  const Header& header = program_module().header;
  LoaderAbi abi{.format = header.format, .machine = header.machine, .flags = header.flags};
  if (loader_module_) abi.flags = loader_module_->header.flags;
  const std::string& program = closure_.entries[0].path;
  std::string origin = program_origin(closure_.entries[0].name);
  if (is_musl()) {
    auto search = std::make_unique<MuslSearch>(files_, options_, abi, closure_.loader_path);
    search->add_command_line();
    search_ = std::move(search);
    ONEFOLD_TRY(requesters_.emplace_back(),
                search_->describe(program_module(), program, std::move(origin), nullptr));
  } else {
    const FileView* loader = loader_module_ ? &loader_module_->file : nullptr;
    auto search =
        std::make_unique<GlibcSearch>(files_, options_, program_module().machine, abi, loader);
    ONEFOLD_TRY(requesters_.emplace_back(),
                search->describe(program_module(), program, std::move(origin), nullptr));
    search->add_command_line(requesters_[0]);
    search_ = std::move(search);
    // ld.so knows the program by an empty name and by its DT_SONAME.
    ONEFOLD_CHECK(remember_names(0, ""));
  }
  for (const std::string& name : loader_names_) names_.try_emplace(name, kPendingLoader);
  return {};
}

Result<void> ClosureWalk::walk() {
  order_.push_back({0});
  listed_.push_back(true);
  return walk_from(order_.begin());
}

// Behind everything that is loaded at start, as a dlopen in the course of the run would add it.
// glibc opens libgcc_s itself, for pthread_cancel, pthread_exit and backtrace; a program may do
// without.
Result<void> ClosureWalk::add_opened() {
  ONEFOLD_TRY(auto interpreter, program_module().interpreter());
  if (!interpreter) return {};
  std::vector<std::string> names = options_.with;
  const size_t asked = names.size();
  if (options_.opened_by_libc && !is_musl() && !names_.contains(kUnwinder)) {
    ONEFOLD_TRY(const bool opens, may_open_unwinder(closure_));
    if (opens) names.emplace_back(kUnwinder);
  }
  for (size_t i = 0; i < names.size(); ++i) {
    ONEFOLD_TRY(auto index, load(names[i], 0, i >= asked));
    if (!index || listed_[*index]) continue;
    closure_.opened.push_back(*index);
    listed_[*index] = true;
    ONEFOLD_CHECK(walk_from(order_.insert(order_.end(), {*index})));
  }
  return {};
}

Result<void> ClosureWalk::walk_from(std::list<Slot>::iterator at) {
  while (at != order_.end()) {
    at->done = true;
    // Filtees come to stand before their filter, so the walk goes on with the first of them.
    bool is_first = at == order_.begin();
    auto before = is_first ? at : std::prev(at);
    ONEFOLD_CHECK(load_dependencies(at));
    at = is_first ? order_.begin() : std::next(before);
    while (at != order_.end() && at->done) ++at;
  }
  return {};
}

Result<void> ClosureWalk::load_dependencies(std::list<Slot>::iterator at) {
  size_t requester = at->index;
  // By position: loading moves the entries.
  size_t count = closure_.entries[requester].module.dynamic.size();
  for (size_t i = 0; i < count; ++i) {
    DynamicEntry entry = closure_.entries[requester].module.dynamic[i];
    bool is_filter = !is_musl() && (entry.tag == DT_FILTER || entry.tag == DT_AUXILIARY);
    if (entry.tag != DT_NEEDED && !is_filter) continue;
    ONEFOLD_TRY(auto index, load(entry, requester));
    if (!index) continue;
    closure_.entries[requester].needs.push_back(*index);
    if (is_filter) {
      place_filtee(*index, at);
    } else if (!listed_[*index]) {
      order_.push_back({*index});
      listed_[*index] = true;
    }
  }
  return {};
}

// A filtee goes just before its filter, unless it stands earlier already.
void ClosureWalk::place_filtee(size_t index, std::list<Slot>::iterator at) {
  if (!listed_[index]) {
    order_.insert(at, {index});
    listed_[index] = true;
    return;
  }
  auto late = std::find_if(at, order_.end(), [&](const Slot& s) { return s.index == index; });
  if (late != order_.end() && late != at) order_.splice(at, order_, late);
}

Result<std::optional<size_t>> ClosureWalk::load(const DynamicEntry& entry, size_t requester) {
  const Module& module = closure_.entries[requester].module;
  auto field = dynamic_tag_name(entry.tag, module.header.machine);
  ONEFOLD_TRY(auto text, module.short_string(entry.value, field));
  ONEFOLD_TRY(auto name, search_->expand(text, module, requesters_[requester]));
  // ld.so does without an auxiliary filtee.
  return load(name, requester, entry.tag == DT_AUXILIARY);
}

// None: not found, which is noted unless it is `optional`.
Result<std::optional<size_t>> ClosureWalk::load(const std::string& name, size_t requester,
                                                bool optional) {
  ONEFOLD_TRY(auto loaded, already_loaded(name, requester));
  if (loaded) return loaded;
  ONEFOLD_TRY(auto found, search_->find(name, requesters_[requester]));
  if (found.file == nullptr) {
    if (!optional) closure_.missing.push_back({name, requester, std::move(found.passed_over)});
    return std::nullopt;
  }
  // musl never maps a second C library: a path that leads to the loader's own file means the
  // loader.
  if (is_musl() && found.file == loader_file_)
    return already_loaded(closure_.loader_path, requester);
  auto same_file = by_file_.find(found.file);
  if (same_file != by_file_.end()) {
    size_t index = same_file->second;
    if (!is_musl() || name.find('/') == std::string::npos) names_.try_emplace(name, index);
    return index;
  }
  ONEFOLD_TRY(size_t index, add_entry(name, std::move(found), requester));
  return index;
}

Result<std::optional<size_t>> ClosureWalk::already_loaded(const std::string& name,
                                                          size_t requester) {
  bool builtin = is_musl() && loader_file_ != nullptr && MuslSearch::is_builtin(name);
  auto known = names_.find(builtin ? closure_.loader_path : name);
  if (known == names_.end()) return std::nullopt;
  if (known->second == kPendingLoader) return add_loader(name, requester);
  return known->second;
}

// The kernel takes a loader without a dynamic section, but no library may need that one.
Result<size_t> ClosureWalk::add_loader(const std::string& name, size_t requester) {
  ONEFOLD_CHECK(check_dynamic_section(*loader_module_));
  size_t index = closure_.entries.size();
  closure_.entries.push_back({.name = name,
                              .path = closure_.loader_path,
                              .reason = loader_reason_,
                              .requester = requester,
                              .module = *std::move(loader_module_)});
  requesters_.push_back({.origin = origin_of(closure_.loader_path, cwd_)});
  listed_.push_back(false);
  for (auto& [_, owner] : names_) {
    if (owner == kPendingLoader) owner = index;
  }
  closure_.loader = index;
  return index;
}

Result<size_t> ClosureWalk::add_entry(const std::string& name, SearchResult found,
                                      size_t requester) {
  ONEFOLD_TRY(auto module, read_module(found.file->view()));
  ONEFOLD_CHECK(check_dynamic_section(module));
  if ((module.flags_1() & DF_1_PIE) != 0 && !is_musl()) {
    return fail(module.file.error("DT_FLAGS_1", "a library", "a program (DF_1_PIE)"));
  }
  size_t index = closure_.entries.size();
  ONEFOLD_TRY(auto described, search_->describe(module, found.path, origin_of(found.path, cwd_),
                                                &requesters_[requester]));
  requesters_.push_back(std::move(described));
  listed_.push_back(false);
  by_file_.emplace(found.file, index);
  closure_.entries.push_back({.name = name,
                              .path = std::move(found.path),
                              .reason = std::move(found.reason),
                              .requester = requester,
                              .module = std::move(module)});
  ONEFOLD_CHECK(remember_names(index, name));
  return index;
}

Result<void> ClosureWalk::remember_names(size_t index, const std::string& name) {
  const ClosureEntry& entry = closure_.entries[index];
  if (is_musl()) {
    // Only what a search found has a short name, and DT_SONAME counts for nothing.
    if (name.find('/') == std::string::npos) names_.try_emplace(name, index);
    return {};
  }
  names_.try_emplace(name, index);
  if (index != 0) names_.try_emplace(entry.path, index);
  ONEFOLD_TRY(auto soname, entry.module.dynamic_string(DT_SONAME));
  if (soname) names_.try_emplace(std::string(*soname), index);
  return {};
}

// Entries were added as they were found; filtees moved in the search list since.
void ClosureWalk::put_in_order() {
  std::vector<size_t> place(closure_.entries.size());
  size_t next = 0;
  for (const Slot& slot : order_) place[slot.index] = next++;
  if (std::ranges::is_sorted(place)) return;
  std::vector<ClosureEntry> entries(place.size());
  for (size_t i = 0; i < place.size(); ++i) {
    ClosureEntry& entry = closure_.entries[i];
    if (entry.requester) entry.requester = place[*entry.requester];
    for (size_t& need : entry.needs) need = place[need];
    entries[place[i]] = std::move(entry);
  }
  closure_.entries = std::move(entries);
  for (MissingLibrary& missing : closure_.missing) missing.requester = place[missing.requester];
  for (size_t& opened : closure_.opened) opened = place[opened];
  if (closure_.loader) closure_.loader = place[*closure_.loader];
  closure_.program = place[0];
}

}  // namespace

Closure::Closure() = default;
Closure::Closure(Closure&&) noexcept = default;
Closure& Closure::operator=(Closure&&) noexcept = default;
Closure::~Closure() = default;

Result<Closure> resolve_closure(const std::string& program, const ResolveOptions& options) {
  ONEFOLD_TRY(auto files, FileSystem::open(options.root));
  return resolve_closure(program, options, std::move(files));
}

Result<Closure> resolve_closure(const std::string& program, const ResolveOptions& options,
                                FileSystem files) {
  Closure closure;
  closure.files = std::make_unique<FileSystem>(std::move(files));
  ONEFOLD_CHECK(ClosureWalk(*closure.files, options, closure).run(program));
  return closure;
}

}  // namespace onefold
