{{- define "twice" }}second{{ end }}
{{- define "deep.part" }}{{ .Template.Name }}|{{ .Template.BasePath }}{{ end }}
