/** Completion for fish. */
export const FISH_COMPLETION = `# fish completion for flux

function __flux_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    test -n "$current"; or set current ""
    set -l answer (env FLUX_COMPLETION_DESCRIPTIONS=1 $words[1] __complete $words[2..-1] $current 2>/dev/null)
    test (count $answer) -gt 0; or return 1
    set -l directive (string replace ":" "" -- $answer[-1])
    set -l prefix ""
    if string match -q -- "-*=*" $current
        set prefix (string replace -r "=.*" "=" -- $current)
    end
    if test (count $answer) -gt 1
        for line in $answer[1..-2]
            echo $prefix$line
        end
    else if test $directive = 0
        __fish_complete_path $current
    end
end

complete -c flux -e
complete -c flux -f -a "(__flux_complete)"
`
