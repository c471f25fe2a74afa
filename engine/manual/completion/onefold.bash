# bash completion for onefold, made from --help by engine/manual/check --fix
_onefold() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command='' words='' files='' word
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in fold|doctor|show|verify|stack|unfold) command=$word && break ;; esac
  done
  case $command:$before in
    fold:-o|fold:--output) return ;;
    fold:-j|fold:--jobs) return ;;
    fold:--keep) words='libc' files=-W ;;
    fold:--only) return ;;
    fold:--with) files=-f ;;
    fold:--root) files=-d ;;
    fold:-L|fold:--library-dir) files=-d ;;
    fold:--hwcaps) return ;;
    fold:--interp) files=-f ;;
    fold:--stack) return ;;
    fold:--cpu) return ;;
    fold:--map) files=-f ;;
    fold:--sbom) files=-f ;;
    fold:--refuse-license) return ;;
    doctor:--root) files=-d ;;
    doctor:-L|doctor:--library-dir) files=-d ;;
    doctor:--hwcaps) return ;;
    doctor:--interp) files=-f ;;
    show:--root) files=-d ;;
    show:-L|show:--library-dir) files=-d ;;
    show:--hwcaps) return ;;
    show:--interp) files=-f ;;
    show:--html) return ;;
    verify:--root) files=-d ;;
    verify:-L|verify:--library-dir) files=-d ;;
    verify:--hwcaps) return ;;
    verify:--interp) files=-f ;;
    verify:--stack) return ;;
    stack:-s|stack:--set) return ;;
    stack:--exec) words='on off' files=-W ;;
    unfold:--part) return ;;
    unfold:-o|unfold:--output) files=-f ;;
  esac
  if [[ $files == -W ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  elif [[ -n $files ]]; then
    mapfile -t COMPREPLY < <(compgen "$files" -- "$current")
    return
  fi
  case $command in
    '') words='fold doctor show verify stack unfold -h --help --version' ;;
    fold) words='-h --help -o --output -j --jobs --keep --only --with --root -L --library-dir --hwcaps --interp --stack --fixed-address --cpu --keep-privileges --no-verify --dry-run --map --sbom --refuse-license --no-packages --json' ;;
    doctor) words='-h --help --root -L --library-dir --hwcaps --interp --json' ;;
    show) words='-h --help --root -L --library-dir --hwcaps --interp --json --check --against-host --html' ;;
    verify) words='-h --help --root -L --library-dir --hwcaps --interp --stack --json' ;;
    stack) words='-h --help -s --set --exec --add --json' ;;
    unfold) words='-h --help --part -o --output --json' ;;
  esac
  if [[ -n $command && $current != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  fi
}
complete -o filenames -F _onefold onefold
