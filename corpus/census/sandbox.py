"""A place to run a program in twice and see the same: bubblewrap with its own processes, network (loopback only),
/dev, /proc and /tmp, and everything else read-only. A folded program is mounted over the original, so that both have
the same path, argv[0] and /proc/self/exe: what then differs comes from the fold. Shared with qemu-tests/run_job."""

import collections
import fnmatch
import hashlib
import os
import pathlib
import re
import resource
import subprocess
import sys

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile

INPUTS = pathlib.Path(__file__).resolve().parent / "inputs"
# The group that `--keep libc` leaves outside (what is bound to libc by GLIBC_PRIVATE is part of it), and the vDSO.
LIBC_GROUP = ("libc.so.*", "libm.so.*", "libpthread.so.*", "libdl.so.*", "librt.so.*", "libutil.so.*",
              "libresolv.so.*", "libmvec.so.*", "libanl.so.*", "libnss_*.so.*", "libgcc_s.so.*", "ld-linux*.so.*",
              "ld64.so.*", "linux-vdso.so.*")
ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/tmp/home", "USER": "census",
    "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "LINES": "24", "COLUMNS": "80",
}

Outcome = collections.namedtuple("Outcome", "exit stdout stderr files")


def in_libc_group(soname):
    return any(fnmatch.fnmatch(os.path.basename(soname), pattern) for pattern in LIBC_GROUP)


def is_loader(soname):
    return soname.startswith("ld-linux")


def resolve_in_root(root, path):
    """The file that `path` means to a program whose root is `root`: every symbolic link followed inside it."""
    real = pathlib.PurePosixPath("/")
    parts = list(reversed(pathlib.PurePosixPath(path).parts[1:]))
    for _ in range(4096):
        if not parts:
            return real
        part = parts.pop()
        if part == "..":
            real = real.parent
            continue
        host = pathlib.Path(str(root) + str(real / part))
        if not host.is_symlink():
            real = real / part
            continue
        target = pathlib.PurePosixPath(os.readlink(host))
        if target.is_absolute():
            real = pathlib.PurePosixPath("/")
        parts += [p for p in reversed(target.parts) if p not in ("/", ".")]
    raise OSError(f"{path}: too many symbolic links below {root}")


class Sandbox:
    def __init__(self, root="/", environment=None):
        self.root = os.path.realpath(root)
        self.environment = {**ENVIRONMENT, **(environment or {})}

    def host_path(self, path):
        """Where the program that the sandbox calls `path` lies on this machine."""
        return pathlib.Path(self.root.rstrip("/") + str(resolve_in_root(self.root.rstrip("/"), path)))

    def command(self, work, arguments, over=(), read_only=((INPUTS, "/tmp/inputs"),), extra=()):
        """`over`: pairs (file, path): file is seen in place of the program `path`."""
        words = ["bwrap", "--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--hostname", "census",
                 "--die-with-parent", "--new-session", "--clearenv"]
        for name, value in self.environment.items():
            words += ["--setenv", name, value]
        words += ["--ro-bind", self.root, "/", "--ro-bind", str(INPUTS / "passwd"), "/etc/passwd",
                  "--ro-bind", str(INPUTS / "group"), "/etc/group", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
                  "--dir", "/tmp/home", "--bind", str(work), "/tmp/work", "--chdir", "/tmp/work"]
        for file, path in read_only:
            words += ["--ro-bind", str(file), path]
        for file, path in over:
            words += ["--ro-bind", str(file), str(resolve_in_root(self.root.rstrip("/"), path))]
        return words + [*extra, "--", *arguments]

    def run(self, work, arguments, timeout, stdin=b"", tracer=(), **mounts):
        """Runs in `work`, which must be empty, under the command `tracer`; None when the time is over."""
        try:
            done = subprocess.run([*tracer, *self.command(work, arguments, **mounts)], input=stdin, capture_output=True,
                                  timeout=timeout, check=False, preexec_fn=no_core)
        except subprocess.TimeoutExpired:
            return None
        return Outcome(done.returncode, done.stdout, done.stderr, tree(work))


def no_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tree(folder):
    """{relative path: what it is} of the files below folder."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[name] = "folder" if path.is_dir() else "special"
    return found


# What may differ from run to run of the very same file. A line that needs none names none.
NOISE = {
    "address": (rb"0x[0-9a-f]+", b"ADDRESS"),
    "number": (rb"\d+(\.\d+)?", b"NUMBER"),
    "time": (rb"\d{1,2}:\d\d(:\d\d)?([.,]\d+)?", b"TIME"),
    "path": (rb"/tmp/[^ \n:\"']+", b"PATH"),
    "unique": (rb"\b(?=[0-9a-zA-Z]*\d)[0-9a-zA-Z]{6,}\b", b"UNIQUE"),
}

# What no fold can keep, by the table of differences in README.md. Such a difference is counted, not passed over.
KNOWN = {
    # A library's version taken from its file's name in /proc/self/maps, where a fold has one name for all.
    "mapped-name": (rb"libbpf \d+(\.\d+)+|Couldn't find runtime libbpf version.*\n", b""),
}


def quieted(outcome, noise):
    stdout, stderr = outcome.stdout, outcome.stderr
    for name in noise:
        pattern, word = (NOISE | KNOWN)[name]
        stdout, stderr = re.sub(pattern, word, stdout), re.sub(pattern, word, stderr)
    return outcome._replace(stdout=stdout, stderr=stderr)


def first_difference(expected, found):
    """What differs between two outcomes, in one line; None when nothing does."""
    if expected.exit != found.exit:
        return f"exit {found.exit} instead of {expected.exit}: {found.stderr[-300:].decode('utf-8', 'replace')!r}"
    for field in ("stdout", "stderr"):
        a, b = getattr(expected, field).splitlines(), getattr(found, field).splitlines()
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            show = [line[at][:200] if at < len(line) else "nothing" for line in (a, b)]
            return f"{field}, line {at + 1}: {show[1]!r} instead of {show[0]!r}"
    if expected.stdout != found.stdout or expected.stderr != found.stderr:
        return "line ends"
    if expected.files != found.files:
        names = [n for n in sorted(expected.files | found.files) if expected.files.get(n) != found.files.get(n)]
        return f"files written: {', '.join(names[:5])}"
    return None


def dynamic_entries(path):
    """(DT_NEEDED's sonames, PT_INTERP or None) as pyelftools sees them."""
    with open(path, "rb") as file:
        elf = ELFFile(file)
        needed, interpreter = [], None
        for segment in elf.iter_segments():
            if segment["p_type"] == "PT_DYNAMIC":
                needed = [tag.needed for tag in segment.iter_tags("DT_NEEDED")]
            elif segment["p_type"] == "PT_INTERP":
                interpreter = segment.get_interp_name()
        return needed, interpreter


def kept_loader(path):
    """PT_INTERP; a packed fold has none, maps the loader itself, and has its path in .interp."""
    interpreter = dynamic_entries(path)[1]
    if interpreter:
        return interpreter
    with open(path, "rb") as file:
        section = ELFFile(file).get_section_by_name(".interp")
        return section and section.data().rstrip(b"\0").decode()


def fold(onefold, program, out, root="/", timeout=300, flags=("--keep", "libc"), before=()):
    """(exit, its output) of `onefold fold`, with the command `before` in front of it."""
    words = [*before, str(onefold), "fold", *flags, str(program), "-o", str(out)]
    if root != "/":
        words += ["--root", str(root)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace").strip()


def expect_folded(original, folded, total=False):
    """What of the file itself says that nothing was folded; None when all is well."""
    if not os.path.isfile(folded):
        return "no output file"
    left = [name for name in dynamic_entries(folded)[0] if not (is_loader(name) if total else in_libc_group(name))]
    if left:
        return f"still needs {' '.join(left)}"
    if total:
        interpreter = dynamic_entries(folded)[1]
        return interpreter and f"still has the interpreter {interpreter!r}"
    before, after = dynamic_entries(original)[1], kept_loader(folded)
    return None if before == after else f"interpreter {after!r} instead of {before!r}"


def require_bubblewrap():
    done = subprocess.run(["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bubblewrap does not work here: {done.stderr.decode().strip()}")
