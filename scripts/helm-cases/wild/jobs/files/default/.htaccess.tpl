# line below for .htaccess
Deny from all
