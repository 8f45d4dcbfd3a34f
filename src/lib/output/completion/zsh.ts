/** Completion for zsh; it ends, as flux's, with the line that registers it. */
export const ZSH_COMPLETION = `#compdef flux
# zsh completion for flux

_flux() {
    local -a answer described plain
    local directive line name
    answer=("\${(@f)$(FLUX_COMPLETION_DESCRIPTIONS=1 "\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    directive="\${answer[-1]#:}"
    [[ $directive == <-> ]] || return 1
    ((directive & 1)) && return 1
    for line in "\${(@)answer[1,-2]}"; do
        name="\${line%%$'\\t'*}"
        if [[ $line == *$'\\t'* ]]; then
            described+=("\${name//:/\\\\:}:\${line#*$'\\t'}")
        else
            plain+=("$name")
        fi
    done
    [[ \${words[CURRENT]} == -*=* ]] && compset -P '*='
    if ((\${#described})); then
        _describe -V 'completions' described
    fi
    if ((\${#plain})); then
        compadd -V 'names' -a plain
    fi
    if ((\${#described} + \${#plain} == 0 && !(directive & 4))); then
        _files
    fi
}

compdef _flux flux
`
