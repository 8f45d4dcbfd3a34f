// Records what go-yaml makes of texts, as JSON: version 2 in sigs.k8s.io/yaml v1.6.0, and version 3. node scripts/run.mjs record-yaml
// Needs Go and its module proxy (or a filled module cache). The texts are those of the fixture itself.
import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const PROGRAM = `package main

import (
	"encoding/json"
	"os"

	third "go.yaml.in/yaml/v3"
	second "sigs.k8s.io/yaml"
)

type outcome struct {
	Value   string \`json:"value,omitempty"\`
	Refused string \`json:"refused,omitempty"\`
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, text := range texts {
		line := map[string]any{"text": text}
		if found, err := second.YAMLToJSON([]byte(text)); err != nil {
			line["kubernetes"] = outcome{Refused: err.Error()}
		} else {
			line["kubernetes"] = outcome{Value: string(found)}
		}
		var value any
		if err := third.Unmarshal([]byte(text), &value); err != nil {
			line["kustomize"] = outcome{Refused: err.Error()}
		} else if found, err := json.Marshal(value); err == nil {
			// not of maps whose keys are no texts: JSON has none
			line["kustomize"] = outcome{Value: string(found)}
		}
		if err := out.Encode(line); err != nil {
			panic(err)
		}
	}
}
`

const fixture = join(import.meta.dirname, '../test/fixtures/yaml/meanings.jsonl')
const lines = readFileSync(fixture, 'utf8').trim().split('\n')
const folder = mkdtempSync(join(tmpdir(), 'record-yaml-'))
try {
  writeFileSync(join(folder, 'main.go'), PROGRAM)
  writeFileSync(
    join(folder, 'go.mod'),
    'module record\n\ngo 1.24\n\nrequire (\n\tgo.yaml.in/yaml/v3 v3.0.4\n\tsigs.k8s.io/yaml v1.6.0\n)\n',
  )
  const output = execFileSync('go', ['run', '-mod=mod', '.'], {
    cwd: folder,
    input: JSON.stringify(lines.map((line) => (JSON.parse(line) as {text: string}).text)),
  })
  writeFileSync(fixture, output)
} finally {
  rmSync(folder, {recursive: true})
}
