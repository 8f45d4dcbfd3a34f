/** One word that may come next, and what it means. */
export interface Candidate {
  readonly text: string
  readonly description?: string | undefined
}
