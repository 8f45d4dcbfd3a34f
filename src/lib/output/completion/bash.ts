/**
 * Completion for bash, with or without the package bash-completion: every word is asked of `flux __complete`. The
 * function has the name that aliases of CNCF's flux use (`alias f=flux; complete -o default -F __start_flux f`).
 */
export const BASH_COMPLETION = `# bash completion for flux

__start_flux() {
    local line="\${COMP_LINE:0:COMP_POINT}"
    local -a words=() found=()
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local current="\${words[\${#words[@]}-1]}"
    local answer directive word program="\${words[0]}"
    # what is an alias here is no program
    type -P "$program" >/dev/null || program=flux
    answer="$(FLUX_COMPLETION_DESCRIPTIONS=0 "$program" __complete "\${words[@]:1}" 2>/dev/null)" || return
    directive="\${answer##*:}"
    answer="\${answer%:*}"
    # bash replaces what follows an equals sign or a colon
    [[ $current == *=* && $COMP_WORDBREAKS == *=* ]] && current="\${current#*=}"
    COMPREPLY=()
    while IFS= read -r word; do
        [[ -n $word && $word == "$current"* ]] && found+=("$word")
    done <<<"$answer"
    COMPREPLY=("\${found[@]}")
    # 1: an error, 4: no names of files
    if ((directive & 5)); then
        compopt +o default 2>/dev/null
    else
        compopt -o default 2>/dev/null
    fi
}

complete -o default -F __start_flux flux
`
