{{- define "hall.lamps" }}{{ .Values.lamps }}{{ end }}
{{- define "hall.sound" }}{{ .Chart.Name }} in {{ .Values.global.city | default "nowhere" }} {{ .Values.global.doors | toJson }}{{ end }}
