{{- define "rig.name" }}{{ .Chart.Name }}-{{ .Values.poles }}-{{ (.Values.rig).tight | default "loose" }}{{ end }}
