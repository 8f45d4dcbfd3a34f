{{- define "plant" }}plant of the shed {{ .Values.door }}{{ end }}
{{- define "bed.block" }}the shed's {{ . }}{{ end }}
