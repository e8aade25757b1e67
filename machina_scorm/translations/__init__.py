"""How translations stand, and who vouches for them: what `machina i18n status` and `machina i18n mark` say and do."""
