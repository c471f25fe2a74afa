#include "doctor.h"

#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <span>
#include <string_view>

#include "resolve/linkable.h"

namespace onefold {
namespace {

// What a program that calls one of these functions has of its surroundings.
struct Topic {
  std::string_view name;
  std::string_view what;
  std::string_view advice;
  std::vector<std::string_view> functions;
};

const std::vector<Topic>& topics() {
  static const std::vector<Topic> list = {
      {"dlopen",
       "opens libraries while it runs: they are the host's",
       "--with NAME folds one too",
       {"dlopen", "dlmopen"}},
      {"NSS",
       "looks users, groups or hosts up",
       "/etc/nsswitch.conf, /etc/passwd and libnss_* are the host's",
       {"getpwnam",      "getpwnam_r",      "getpwuid",      "getpwuid_r",    "getpwent",
        "getgrnam",      "getgrnam_r",      "getgrgid",      "getgrgid_r",    "getgrouplist",
        "initgroups",    "getaddrinfo",     "getnameinfo",   "gethostbyname", "gethostbyname2",
        "gethostbyaddr", "gethostbyname_r", "getservbyname", "getservbyport", "getprotobyname"}},
      {"locale",
       "speaks the user's language",
       "locales and message catalogues are the host's; LOCPATH",
       {"setlocale", "newlocale", "bindtextdomain"}},
      {"iconv",
       "converts between character sets",
       "gconv modules are the host's; GCONV_PATH",
       {"iconv_open"}},
      {"time zone",
       "tells local time",
       "/usr/share/zoneinfo is the host's; TZDIR",
       {"localtime", "localtime_r", "mktime", "tzset"}},
      {"terminal",
       "asks what the terminal can do",
       "terminfo is the host's; TERMINFO",
       {"setupterm", "tgetent", "initscr", "newterm", "unibi_from_term"}},
      {"certificates",
       "trusts whom the system trusts",
       "the system's certificates are the host's; SSL_CERT_FILE",
       {"SSL_CTX_set_default_verify_paths", "X509_STORE_set_default_paths",
        "gnutls_certificate_set_x509_system_trust"}},
      {"PAM", "asks PAM", "/etc/pam.d and its modules are the host's", {"pam_start"}},
      {"link map",
       "looks at its own libraries, which are one file in a fold",
       "--keep what it looks for",
       {"dl_iterate_phdr", "dladdr", "dladdr1", "dlinfo"}},
  };
  return list;
}

// The C library's own parts call all of these, and are known.
bool is_of_libc(const Closure& closure, size_t i) {
  static constexpr std::string_view kParts[] = {"libc.so.6",       "libm.so.6",    "libdl.so.2",
                                                "libpthread.so.0", "librt.so.1",   "libutil.so.1",
                                                "libresolv.so.2",  "libmvec.so.1", "libgcc_s.so.1"};
  return closure.loader == i ||
         std::ranges::find(kParts, closure.entries[i].name) != std::end(kParts);
}

void add_once(std::vector<std::string>& list, std::string_view text) {
  if (std::ranges::find(list, text) == list.end()) list.emplace_back(text);
}

// The strings of at least four characters that end in NUL, in what is loaded and not code.
template <typename Take>
void visit_strings(const Module& module, Take take) {
  for (const Segment& load : module.loads) {
    auto bytes = module.file.bytes(load.offset, load.filesz, "p_filesz");
    if (!bytes || (load.flags & PF_X) != 0) continue;
    const char* at = reinterpret_cast<const char*>(bytes->data());  // NOLINT: bytes are characters
    const char* const end = at + bytes->size();
    while (at != end) {
      const auto* nul = static_cast<const char*>(std::memchr(at, 0, static_cast<size_t>(end - at)));
      if (nul == nullptr) break;
      if (nul - at >= 4) take(std::string_view(at, static_cast<size_t>(nul - at)));
      at = nul + 1;
    }
  }
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

// "libX11.so.6": what dlopen would be asked for.
bool is_library_name(std::string_view text) {
  const size_t slash = text.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? text : text.substr(slash + 1);
  const size_t so = name.find(".so");
  return so != std::string_view::npos && so > 3 && name.starts_with("lib") && is_plain(text) &&
         name.find('%') == std::string_view::npos && (so + 3 == name.size() || name[so + 3] == '.');
}

bool is_data_path(std::string_view text) {
  static constexpr std::string_view kPlaces[] = {
      "/usr/share/", "/usr/lib/", "/usr/libexec/", "/etc/", "/usr/local/", "/var/lib/", "/opt/"};
  return text.size() < 200 && is_plain(text) &&
         std::ranges::any_of(
             kPlaces,
             [&](std::string_view place) {
               return text.starts_with(place) && text.size() > place.size();
             });
}

constexpr size_t kMostNamed = 1000;  // of a kind, so that a file full of names fills no memory

class Doctor {
 public:
  Doctor(const Closure& closure, const ResolveOptions& options)
      : closure_(closure), options_(options) {
    for (const ClosureEntry& entry : closure.entries) in_closure_.insert({entry.name, entry.path});
  }

  Result<std::vector<Finding>> look() {
    look_at_file();
    if (closure_.loader_kind == LoaderKind::kMusl) {
      findings_.push_back({"musl",
                           "is for musl, whose dlsym(RTLD_NEXT) is not restored",
                           {},
                           {},
                           "--keep libc, where it wraps functions"});
    }
    for (size_t i = 0; i < closure_.entries.size(); ++i) {
      if (!is_of_libc(closure_, i)) ONEFOLD_CHECK(look_at(closure_.entries[i]));
    }
    if (!files_.because.empty()) findings_.push_back(std::move(files_));
    return std::move(findings_);
  }

 private:
  void look_at_file() {
    const std::string& path = closure_.entries[closure_.program].path;
    struct stat status{};
    const std::string host = options_.root + closure_.files->real_path(path).value_or(path);
    std::vector<std::string> because;
    if (stat(host.c_str(), &status) != 0) return;
    if ((status.st_mode & (S_ISUID | S_ISGID)) != 0) because.emplace_back("setuid or setgid");
    if (getxattr(host.c_str(), "security.capability", nullptr, 0) > 0)
      because.emplace_back("file capabilities");
    if (because.empty()) return;
    findings_.push_back({"privileges",
                         "runs with another's rights, which are not carried over",
                         std::move(because),
                         {path},
                         "--keep-privileges; capabilities by setcap"});
  }

  Result<void> look_at(const ClosureEntry& entry) {
    ONEFOLD_TRY(const Linkable linkable, read_linkable(entry.module));
    std::set<std::string_view> imported;
    for (const Symbol& symbol : linkable.symbols) {
      if (!symbol.is_defined()) imported.insert(symbol.name);
    }
    for (const Topic& topic : topics()) {
      for (std::string_view function : topic.functions) {
        if (imported.contains(function)) note(topic, function, entry.path);
      }
    }
    const bool opens = imported.contains("dlopen") || imported.contains("dlmopen");
    visit_strings(entry.module, [&](std::string_view text) {
      if (opens && is_library_name(text) && !in_closure_.contains(text)) {
        note(topics().front(), text, entry.path);
      } else if (is_data_path(text) && exists(text)) {
        note_path(text, entry.path);
      }
    });
    return {};
  }

  // Inside the root, whatever links and ".." the path has.
  bool exists(std::string_view path) {
    if (files_.because.size() >= kMostNamed) return false;
    const auto [asked, is_new] = asked_.try_emplace(path);
    if (is_new) asked->second = closure_.files->real_path(std::string(path)).has_value();
    return asked->second;
  }

  void note(const Topic& topic, std::string_view because, const std::string& module) {
    auto found = std::ranges::find(findings_, topic.name, &Finding::topic);
    if (found == findings_.end()) {
      findings_.push_back(
          {std::string(topic.name), std::string(topic.what), {}, {}, std::string(topic.advice)});
      found = findings_.end() - 1;
    }
    if (found->because.size() < kMostNamed) add_once(found->because, because);
    if (found->modules.empty() || found->modules.back() != module) found->modules.push_back(module);
  }

  void note_path(std::string_view path, const std::string& module) {
    add_once(files_.because, path);
    if (files_.modules.empty() || files_.modules.back() != module) files_.modules.push_back(module);
  }

  const Closure& closure_;
  const ResolveOptions& options_;
  std::set<std::string_view> in_closure_;   // names and paths
  std::map<std::string_view, bool> asked_;  // of paths, whether they exist
  std::vector<Finding> findings_;
  Finding files_{"files",
                 "has names of files that are there, which stay outside",
                 {},
                 {},
                 "take along those that it opens"};
};

Prospect try_fold(const std::string& program, const ResolveOptions& resolve, bool keep_libc) {
  FoldOptions options;
  options.program = program;
  options.resolve = resolve;
  if (keep_libc) options.selection.keep = {"libc"};
  options.packages = true;
  options.dry_run = true;
  auto report = fold(options);
  if (!report) return {{}, to_string(report.error())};
  return {*std::move(report), ""};
}

}  // namespace

Result<Diagnosis> diagnose(const std::string& program, const ResolveOptions& options) {
  ONEFOLD_TRY(auto closure, resolve_closure(program, options));
  Diagnosis diagnosis;
  diagnosis.program = program;
  diagnosis.total = try_fold(program, options, false);
  diagnosis.beside_libc = try_fold(program, options, true);
  ONEFOLD_TRY(diagnosis.findings, Doctor(closure, options).look());
  ONEFOLD_CHECK(closure.files->check_walked(program));
  ONEFOLD_CHECK(closure.files->check_intact());
  return diagnosis;
}

}  // namespace onefold
