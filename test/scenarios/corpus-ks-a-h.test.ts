import {replayCorpus} from './corpus.js'

replayCorpus('Kustomizations a to h', (name) => /^ks-[a-h]/.test(name))
