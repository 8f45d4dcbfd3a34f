/** What Helm logs of warnings, as we tell it, one a line; sorted, as Go's maps decide their order. */
export function logged(stderr: string): string {
  const lines = [...stderr.matchAll(/^level=(?:INFO|WARN) msg="((?:[^"\\]|\\.)*)"(.*)$/gm)]
  return lines
    .map(([, text, details]) => `${text!.replace(/^[wW]arning: /, '')}${details}`)
    .sort()
    .join('\n')
}
