"""`python -m machina_scorm` is `machina`."""

from machina_scorm.cli import main

if __name__ == "__main__":
    main(prog_name="machina")
