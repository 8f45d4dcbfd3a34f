/** An IP address as Go writes it: the longest run of zero groups of IPv6 is left out, where Node (`0:0:0:0:0:0:0:1`) spells it. */
export function goAddress(text: string): string {
  if (!text.includes(':') || !URL.canParse(`http://[${text}]`)) return text
  return new URL(`http://[${text}]`).hostname.slice(1, -1)
}
