/** Completion for PowerShell. */
export const POWERSHELL_COMPLETION = `# powershell completion for flux

Register-ArgumentCompleter -Native -CommandName 'flux' -ScriptBlock {
    param($WordToComplete, $CommandAst, $CursorPosition)
    $line = $CommandAst.ToString()
    if ($line.Length -gt $CursorPosition) { $line = $line.Substring(0, $CursorPosition) }
    $words = @($line -split '\\s+' | Where-Object { $_ -ne '' })
    if ($WordToComplete -eq '') { $words += '' }
    $program = $words[0]
    $arguments = @('__complete') + @($words | Select-Object -Skip 1)
    # an empty argument would be dropped on the way to a native command
    if ($PSVersionTable.PSVersion -lt [version]'7.3.0') { $arguments = $arguments | ForEach-Object { if ($_ -eq '') { '""' } else { $_ } } }
    $env:FLUX_COMPLETION_DESCRIPTIONS = '1'
    try { $answer = @(& $program @arguments 2>$null) } finally { Remove-Item Env:FLUX_COMPLETION_DESCRIPTIONS }
    $prefix = if ($WordToComplete -match '^(-[^=]*=)') { $Matches[1] } else { '' }
    $answer | Where-Object { $_ -notmatch '^:\\d+$' } | ForEach-Object {
        $name, $description = $_ -split "\\t", 2
        if (-not $description) { $description = $name }
        [System.Management.Automation.CompletionResult]::new("$prefix$name", $name, 'ParameterValue', $description)
    }
}
`
