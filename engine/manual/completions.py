"""The completions of three shells, from what --help says."""

FROM_HELP = "made from --help by engine/manual/check --fix"


def kind(entry):
    """What an option's argument is: "dir", "file", "any" (nothing to offer) or a list of words."""
    if "|" in entry.argument and entry.argument.islower():
        return entry.argument.split("|")
    if entry.argument == "DIR":
        return "dir"
    if entry.argument in ("FILE", "OUT", "PATH", "SONAME|FILE"):
        return "file"
    return "any"


# The one argument of --keep that is not a name of the program's own.
WORDS = {"--keep": ["libc"]}


def words_of(entry):
    for flag in entry.flags:
        if flag in WORDS:
            return WORDS[flag]
    found = kind(entry)
    return found if isinstance(found, list) else None


def lines(*parts):
    return "".join(part + "\n" for part in parts)


def bash_argument_case(command, entry):
    pattern = "|".join(f"{command}:{flag}" for flag in entry.flags)
    words = words_of(entry)
    if words:
        action = f"words='{' '.join(words)}' files=-W"
    else:
        action = {"dir": "files=-d", "file": "files=-f", "any": "return"}[kind(entry)]
    return f"    {pattern}) {action} ;;"


def bash(top, commands):
    cases, options = [], []
    for name, text in commands.items():
        cases += [bash_argument_case(name, entry) for entry in text.options if entry.argument]
        flags = " ".join(flag for entry in text.options for flag in entry.flags)
        options.append(f"    {name}) words='{flags}' ;;")
    own = " ".join(flag for entry in top.options for flag in entry.flags)
    return lines(
        f"# bash completion for onefold, {FROM_HELP}",
        "_onefold() {",
        "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}",
        "  local command='' words='' files='' word",
        "  COMPREPLY=()",
        '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
        f"    case $word in {'|'.join(commands)}) command=$word && break ;; esac",
        "  done",
        "  case $command:$before in",
        *cases,
        "  esac",
        "  if [[ $files == -W ]]; then",
        '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
        "    return",
        "  elif [[ -n $files ]]; then",
        '    mapfile -t COMPREPLY < <(compgen "$files" -- "$current")',
        "    return",
        "  fi",
        "  case $command in",
        f"    '') words='{' '.join(commands)} {own}' ;;",
        *options,
        "  esac",
        "  if [[ -n $command && $current != -* ]]; then",
        '    mapfile -t COMPREPLY < <(compgen -f -- "$current")',
        "  else",
        '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
        "  fi",
        "}",
        "complete -o filenames -F _onefold onefold",
    )


def zsh_quoted(text):
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:").replace("'", "'\\''")


def zsh_option(entry):
    words = words_of(entry)
    # "*" lets an option be repeated, as all of ours that take a name may be.
    action = ""
    if entry.argument:
        what = {"dir": "_files -/", "file": "_files", "any": " "}.get(words and "words" or kind(entry))
        action = f":{zsh_quoted(entry.argument)}:" + (f"({' '.join(words)})" if words else what)
    return [f"'*{flag}[{zsh_quoted(entry.description)}]{action}'" for flag in entry.flags]


def zsh(top, commands):
    functions, names = [], []
    for entry in top.sections["Commands"]:
        names.append(f"    '{entry.name}:{zsh_quoted(entry.description)}'")
        specifications = [s for option in commands[entry.name].options for s in zsh_option(option)]
        functions.append(f"    {entry.name})")
        functions.append("      _arguments \\")
        functions += [f"        {s} \\" for s in specifications]
        functions += ["        '*:file:_files' ;;"]
    return lines(
        "#compdef onefold",
        f"# zsh completion for onefold, {FROM_HELP}",
        "local -a commands=(",
        *names,
        ")",
        "if (( CURRENT == 2 )); then",
        "  _describe command commands",
        "  _arguments \\",
        *[f"    {s} \\" for entry in top.options for s in zsh_option(entry)],
        "    ':command: '",
        "else",
        "  local command=$words[2]",
        "  shift words",
        "  (( CURRENT-- ))",
        "  case $command in",
        *functions,
        "  esac",
        "fi",
    )


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_option(condition, entry):
    words = ["complete -c onefold", f"-n '{condition}'"]
    for flag in entry.flags:
        words.append(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}")
    if entry.argument:
        choices = words_of(entry)
        if choices:
            words.append(f"-x -a {fish_quoted(' '.join(choices))}")
        else:
            words.append({"dir": "-x -a '(__fish_complete_directories)'", "file": "-r -F", "any": "-x"}[kind(entry)])
    words.append(f"-d {fish_quoted(entry.description)}")
    return " ".join(words)


def fish(top, commands):
    rows = [f"# fish completion for onefold, {FROM_HELP}"]
    for entry in top.sections["Commands"]:
        rows.append(
            f"complete -c onefold -n __fish_use_subcommand -f -a {entry.name} -d {fish_quoted(entry.description)}"
        )
    rows += [fish_option("__fish_use_subcommand", entry) for entry in top.options]
    for name, text in commands.items():
        rows += [fish_option(f"__fish_seen_subcommand_from {name}", entry) for entry in text.options]
    return lines(*rows)


SHELLS = {"onefold.bash": bash, "_onefold": zsh, "onefold.fish": fish}
