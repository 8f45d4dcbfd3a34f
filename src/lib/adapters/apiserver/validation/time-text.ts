/** RFC 3339 in whole seconds, UTC, as metav1.Time prints milliseconds since 1970. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
