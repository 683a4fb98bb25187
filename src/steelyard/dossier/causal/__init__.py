"""The causal system of the pair as a part of the dossier."""
