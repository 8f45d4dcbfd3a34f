/**
 * The documents of a rendered file: a line that begins with `---` ends one, wherever it stands. Blank ones are gone
 * (helm-engine reference 11.1, Helm 4.2.4 and later).
 */
export function splitDocuments(text: string): string[] {
  const documents: string[] = []
  for (const part of text.trimStart().split(SEPARATOR)) {
    if (part.trim() !== '') documents.push(part.trimStart())
  }
  return documents
}

const SEPARATOR = /^---[ \t]*/m
