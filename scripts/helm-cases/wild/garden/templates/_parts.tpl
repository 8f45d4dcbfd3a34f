{{- define "plant" }}plant of the garden in {{ .Values.season | default "no season" }}{{ end }}
{{- define "garden.only" }}{{ template "plant" . }}{{ end }}
{{- define "twice" }}first{{ end }}
{{- define "empty" }}{{ end }}
