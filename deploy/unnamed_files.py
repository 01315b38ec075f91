"""Files that a form sends wait under a key that is nowhere else, and without a name: who is killed leaves nothing (F1)."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from deploy.waiting import Waiting


class UnnamedFileUploadHandler(FileUploadHandler):
    """Django's own, which writes each file as it came, under a name that is removed only when the process lives."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = Waiting(in_memory=0, folder=settings.FILE_UPLOAD_TEMP_DIR)

    def receive_data_chunk(self, raw_data, start):
        self.kept.write(raw_data)

    def file_complete(self, file_size):
        whole = self.kept.whole()
        return UploadedFile(whole, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)

    def upload_interrupted(self):
        if hasattr(self, "kept"):
            self.kept.close()
