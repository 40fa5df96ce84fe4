"""From C texts to an executable: C compiler, runtime archive, caches, linking. Import from the modules below."""
