{{- define "brewery.none" }}{{ end }}
