/** Completion for bash, with or without the package bash-completion: every word is asked of `flux __complete`. */
export const BASH_COMPLETION = `# bash completion for flux

__flux_complete() {
    local line="\${COMP_LINE:0:COMP_POINT}"
    local -a words=() found=()
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local current="\${words[\${#words[@]}-1]}"
    local answer directive word
    answer="$(FLUX_COMPLETION_DESCRIPTIONS=0 "\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null)" || return
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

complete -o default -F __flux_complete flux
`
