{{- define "hall.sound" }}the library says {{ .Values.lamps }}{{ end }}
