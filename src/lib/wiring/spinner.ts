import type {Ora} from 'ora'

/** A line at the end of stderr that moves while something is waited for. */
export interface Spinner {
  show(text: string): void
  hide(): void
}

/** A spinner on a terminal; its library is loaded when there is something to show. */
export function terminalSpinner(stream: NodeJS.WriteStream): Spinner {
  let wanted: string | undefined
  let since = 0
  let loading = false
  let spinner: Ora | undefined
  const load = async () => {
    const {default: ora} = await import('ora')
    const suffixText = () => `(${Math.round((Date.now() - since) / 1000)}s)`
    // whoever shows something here knows that somebody looks; ora takes an empty CI for one
    spinner = ora({stream, suffixText, discardStdin: false, indent: 0, isEnabled: true})
    if (wanted !== undefined) spinner.start(wanted)
  }
  return {
    show(text) {
      // a terminal of unknown size: what is drawn there could not be taken back
      if (!stream.columns) return
      if (wanted === undefined) since = Date.now()
      wanted = text
      if (!spinner && !loading) {
        loading = true
        void load()
      } else if (spinner?.isSpinning) spinner.text = text
      else spinner?.start(text)
    },
    hide() {
      wanted = undefined
      spinner?.stop()
    },
  }
}
